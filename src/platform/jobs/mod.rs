//! Job engine on PostgreSQL.
