//! Who is connected. Bounded: when it is full, whoever has been idle longest makes room.
//!
//! A connection is idle while no request of it is being answered; a new one is idle until its first request. So ten
//! thousand open and silent connections cost their memory and keep nobody out. One address takes at most a quarter of the
//! places, unless it is a configured proxy; above that its own idle ones go first. Only when all are at work is a
//! newcomer turned away.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use prometheus::{IntCounterVec, IntGauge, register_int_counter_vec, register_int_gauge};
use tokio_util::sync::CancellationToken;

static OPEN: LazyLock<IntGauge> = LazyLock::new(|| {
    register_int_gauge!("revenge_http_connections", "Open connections.").expect("the metric is registered once, here")
});
static CLOSED_EARLY: LazyLock<IntCounterVec> = LazyLock::new(|| {
    let help = "Connections closed to make room (idle), or not taken because there was none (refused).";
    register_int_counter_vec!("revenge_http_connections_closed_total", help, &["cause"])
        .expect("the metric is registered once, here")
});

/// A cheap handle.
#[derive(Clone)]
pub struct Connections {
    most: usize,
    table: Arc<Mutex<Table>>,
}

#[derive(Default)]
struct Table {
    open: HashMap<u64, Open>,
    /// Number of the moment at which it became idle → connection; the first is the oldest.
    idle: BTreeMap<u64, u64>,
    by_peer: HashMap<IpAddr, usize>,
    /// Numbers of connections and of moments.
    next: u64,
}

struct Open {
    peer: IpAddr,
    n_requests: u32,
    /// Its key in `idle`, while it has none to answer.
    idle_since: u64,
    make_room: CancellationToken,
}

impl Connections {
    pub fn new(most: usize) -> Self {
        for cause in ["idle", "refused"] {
            CLOSED_EARLY.with_label_values(&[cause]);
        }
        Self { most, table: Arc::default() }
    }

    /// A place for a new connection, if need be that of an idle one. None when there is none.
    pub fn enter(&self, peer: IpAddr, is_proxy: bool) -> Option<Connection> {
        let mut table = self.table();
        let of_peer = table.by_peer.get(&peer).copied().unwrap_or_default();
        let has_its_share = !is_proxy && of_peer >= (self.most / 4).max(1);
        let has_room = if has_its_share {
            table.close_idle(|open| open.peer == peer)
        } else {
            table.open.len() < self.most || table.close_idle(|_| true)
        };
        if !has_room {
            CLOSED_EARLY.with_label_values(&["refused"]).inc();
            return None;
        }
        let (id, make_room) = (table.number(), CancellationToken::new());
        let idle_since = table.number();
        table.open.insert(id, Open { peer, n_requests: 0, idle_since, make_room: make_room.clone() });
        table.idle.insert(idle_since, id);
        *table.by_peer.entry(peer).or_default() += 1;
        OPEN.set(table.open.len() as i64);
        Some(Connection { connections: self.clone(), id, make_room })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Closes the oldest idle connection that is `meant`, if there is one.
    fn close_idle(&mut self, meant: impl Fn(&Open) -> bool) -> bool {
        let found = self.idle.values().copied().find(|id| self.open.get(id).is_some_and(&meant));
        let Some(closed) = found.and_then(|id| self.remove(id)) else { return false };
        closed.make_room.cancel();
        CLOSED_EARLY.with_label_values(&["idle"]).inc();
        true
    }

    fn remove(&mut self, id: u64) -> Option<Open> {
        let open = self.open.remove(&id)?;
        self.idle.remove(&open.idle_since);
        if let Some(n) = self.by_peer.get_mut(&open.peer) {
            *n -= 1;
            if *n == 0 {
                self.by_peer.remove(&open.peer);
            }
        }
        OPEN.set(self.open.len() as i64);
        Some(open)
    }
}

/// The place of one open connection; free again when dropped.
pub struct Connection {
    connections: Connections,
    id: u64,
    /// Cancelled when somebody else needs the place.
    pub make_room: CancellationToken,
}

impl Connection {
    /// A request is being answered until the guard is dropped.
    pub fn at_work(self: &Arc<Self>) -> AtWork {
        let mut table = self.connections.table();
        if let Some(open) = table.open.get_mut(&self.id) {
            open.n_requests += 1;
            let idle_since = open.idle_since;
            table.idle.remove(&idle_since);
        }
        AtWork { connection: Arc::clone(self) }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.connections.table().remove(self.id);
    }
}

/// Held by a request and the body of its answer.
pub struct AtWork {
    connection: Arc<Connection>,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let id = self.connection.id;
        let mut table = self.connection.connections.table();
        let now = table.number();
        let Some(open) = table.open.get_mut(&id) else { return };
        open.n_requests -= 1;
        if open.n_requests == 0 {
            open.idle_since = now;
            table.idle.insert(now, id);
        }
    }
}
