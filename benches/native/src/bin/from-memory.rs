//! `from-memory FILE`: hyper answering every request with the bytes of a file that it holds; prints its address. The most
//! that a server built on hyper could reach.

use std::convert::Infallible;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() {
    let path = std::env::args().nth(1).expect("from-memory FILE");
    let bytes = Bytes::from(std::fs::read(path).expect("the file"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let bytes = bytes.clone();
        tokio::spawn(async move {
            drop(stream.set_nodelay(true));
            let service = service_fn(move |_: Request<Incoming>| {
                let answer =
                    Response::builder().header("content-type", "application/json").body(Full::new(bytes.clone()));
                async move { Ok::<_, Infallible>(answer.expect("an answer")) }
            });
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}
