//! Another server: takes requests on a loopback port, keeps them, and answers what the test wants.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

#[derive(Clone, Debug)]
pub struct Received {
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

pub type Reply = (StatusCode, Vec<(HeaderName, String)>, Bytes);

#[derive(Default)]
struct Desk {
    received: Vec<Received>,
    /// Taken one by one; 204 when there is none left.
    replies: VecDeque<Reply>,
}

pub struct Receiver {
    pub port: u16,
    desk: Arc<Mutex<Desk>>,
    _task: AbortOnDropHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let desk = Arc::<Mutex<Desk>>::default();
        let shared = Arc::clone(&desk);
        let app = Router::new().fallback(async move |headers: HeaderMap, body: Bytes| {
            let mut desk = shared.lock().unwrap();
            desk.received.push(Received { headers, body });
            let (status, headers, body) =
                desk.replies.pop_front().unwrap_or((StatusCode::NO_CONTENT, vec![], Bytes::new()));
            let headers: HeaderMap = headers.into_iter().map(|(name, value)| (name, value.parse().unwrap())).collect();
            (status, headers, body)
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let task = tokio::spawn(async move { axum_serve(listener, app).await });
        Self { port, desk, _task: AbortOnDropHandle::new(task) }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    /// What the next requests are answered.
    pub fn replies(&self, replies: impl IntoIterator<Item = Reply>) {
        self.desk.lock().unwrap().replies.extend(replies);
    }

    pub fn received(&self) -> Vec<Received> {
        self.desk.lock().unwrap().received.clone()
    }
}

pub fn status(status: u16) -> Reply {
    (StatusCode::from_u16(status).unwrap(), vec![], Bytes::new())
}

async fn axum_serve(listener: TcpListener, app: Router) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let service = hyper_util::service::TowerToHyperService::new(app.clone());
        let io = hyper_util::rt::TokioIo::new(stream);
        tokio::spawn(async move {
            // A client that goes away is no failure of the test.
            drop(hyper::server::conn::http1::Builder::new().serve_connection(io, service).await);
        });
    }
}
