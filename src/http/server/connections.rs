//! Who is connected. Bounded: when it is full, whoever has been idle longest makes room.
//!
//! A connection is idle while no request of it is being answered; a new one is idle until its first request. So ten
//! thousand open and silent connections cost their memory and keep nobody out. One address takes at most a quarter of the
//! places, unless it is a configured proxy; above that its own idle ones go first. Only when all are at work is a
//! newcomer turned away.
//!
//! Who is told to make room may have begun its next request in that very instant. It then keeps its place, and another
//! idle one of its address leaves instead.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use prometheus::{IntCounterVec, IntGauge, register_int_counter_vec, register_int_gauge};
use tokio::sync::Notify;

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
    /// Of `open`, those that were not told to make room.
    n_staying: usize,
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
    /// Told to make room; its place is given away unless it is at work again before it is gone.
    leaving: bool,
    make_room: Arc<Notify>,
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
            table.n_staying < self.most || table.close_idle(|_| true)
        };
        if !has_room {
            CLOSED_EARLY.with_label_values(&["refused"]).inc();
            return None;
        }
        let (id, make_room) = (table.number(), Arc::new(Notify::new()));
        let idle_since = table.number();
        let open = Open { peer, n_requests: 0, idle_since, leaving: false, make_room: Arc::clone(&make_room) };
        table.open.insert(id, open);
        table.idle.insert(idle_since, id);
        table.stays(peer);
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

    /// Tells the oldest idle connection that is `meant` to make room, if there is one.
    fn close_idle(&mut self, meant: impl Fn(&Open) -> bool) -> bool {
        let found =
            self.idle.iter().find(|(_, id)| self.open.get(id).is_some_and(&meant)).map(|(since, id)| (*since, *id));
        let Some((since, id)) = found else { return false };
        self.idle.remove(&since);
        let Some(open) = self.open.get_mut(&id) else { return false };
        open.leaving = true;
        open.make_room.notify_one();
        let peer = open.peer;
        self.leaves(peer);
        CLOSED_EARLY.with_label_values(&["idle"]).inc();
        true
    }

    fn remove(&mut self, id: u64) {
        let Some(open) = self.open.remove(&id) else { return };
        self.idle.remove(&open.idle_since);
        if !open.leaving {
            self.leaves(open.peer);
        }
    }

    fn begin_request(&mut self, id: u64) {
        let Some(open) = self.open.get_mut(&id) else { return };
        open.n_requests += 1;
        self.idle.remove(&open.idle_since);
        if std::mem::take(&mut open.leaving) {
            let peer = open.peer;
            self.stays(peer);
            self.close_idle(|other| other.peer == peer);
        }
    }

    fn end_request(&mut self, id: u64) {
        let now = self.number();
        let Some(open) = self.open.get_mut(&id) else { return };
        open.n_requests -= 1;
        if open.n_requests == 0 {
            open.idle_since = now;
            self.idle.insert(now, id);
        }
    }

    fn stays(&mut self, peer: IpAddr) {
        self.n_staying += 1;
        *self.by_peer.entry(peer).or_default() += 1;
        OPEN.set(self.n_staying as i64);
    }

    fn leaves(&mut self, peer: IpAddr) {
        self.n_staying -= 1;
        if let Some(n) = self.by_peer.get_mut(&peer) {
            *n -= 1;
            if *n == 0 {
                self.by_peer.remove(&peer);
            }
        }
        OPEN.set(self.n_staying as i64);
    }
}

/// The place of one open connection; free again when dropped.
pub struct Connection {
    connections: Connections,
    id: u64,
    make_room: Arc<Notify>,
}

impl Connection {
    /// A request is being answered until the guard is dropped.
    pub fn at_work(self: &Arc<Self>) -> AtWork {
        self.connections.table().begin_request(self.id);
        AtWork { connection: Arc::clone(self) }
    }

    /// Waits until somebody else needs the place and nothing is at work here.
    pub async fn must_leave(&self) {
        loop {
            self.make_room.notified().await;
            if self.connections.table().open.get(&self.id).is_none_or(|open| open.leaving) {
                return;
            }
        }
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
        self.connection.connections.table().end_request(self.connection.id);
    }
}
