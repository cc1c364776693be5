//! Whether and how a device can play a file: device, decision, plan, cost.
