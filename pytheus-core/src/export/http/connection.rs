use std::convert::Infallible;
use std::future::Future;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use hyper::Request as HyperRequest;
use hyper::Response as HyperResponse;
use hyper::StatusCode;
use hyper::body::Body as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time;
use tokio::time::Instant;

use super::answer::Service;
use super::body::Body;
use super::limits::Limits;
use super::phase::Phase;
use super::watched::Watched;

/// Serves one connection to its end: the client's, a deadline, or that of the server.
pub(super) async fn serve(
    stream: TcpStream,
    service: Rc<Service>,
    limits: Rc<Limits>,
    mut stopped: watch::Receiver<bool>,
) {
    // One that asks nothing is held without buffers and a parser. It is peeked at, because tokio takes a new socket
    // for readable until it has been tried.
    let mut first = [0];
    let asks = tokio::select! {
        peeked = stream.peek(&mut first) => matches!(peeked, Ok(1..)),
        _ = stopped.wait_for(|stop| *stop) => false,
        () = time::sleep(limits.idle) => false,
    };
    if asks {
        Box::pin(converse(stream, service, limits, stopped)).await;
    }
}

async fn converse(stream: TcpStream, service: Rc<Service>, limits: Rc<Limits>, mut stopped: watch::Receiver<bool>) {
    // Answers are written whole, so there is nothing to gain from waiting for more; if it cannot be set, they wait.
    let _ = stream.set_nodelay(true);
    let phase = Rc::new(Phase::new(limits));
    let io = TokioIo::new(Watched::new(stream, Rc::clone(&phase)));
    let answers = Rc::clone(&phase);
    let answer = service_fn(move |request| answer(request, Rc::clone(&service), Rc::clone(&answers)));
    let connection = http1::Builder::new()
        .max_buf_size(MAX_HEAD)
        // A client may close its side once it has asked.
        .half_close(true)
        .header_read_timeout(None)
        .serve_connection(io, answer);
    let mut connection = pin!(connection);
    let mut stop = pin!(stopped.wait_for(|stop| *stop));
    let mut stopping = false;
    let mut deadline = pin!(time::sleep_until(Instant::now()));
    // The phase changes only while the connection is polled, so looking at it afterwards misses nothing.
    poll_fn(|cx| {
        if connection.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        if !stopping && stop.as_mut().poll(cx).is_ready() {
            stopping = true;
            connection.as_mut().graceful_shutdown();
            cx.waker().wake_by_ref();
        }
        if stopping && phase.waits() {
            return Poll::Ready(());
        }
        let Some(at) = phase.deadline() else {
            return Poll::Pending;
        };
        if deadline.deadline() != at {
            deadline.as_mut().reset(at);
        }
        deadline.as_mut().poll(cx)
    })
    .await;
}

/// What the head of a request may measure, in bytes.
const MAX_HEAD: usize = 16 * 1024;

async fn answer(
    request: HyperRequest<Incoming>,
    service: Rc<Service>,
    phase: Rc<Phase>,
) -> Result<HyperResponse<Body>, Infallible> {
    phase.has_request(!request.body().is_end_stream());
    let response = service.answer(&request).await;
    phase.has_answer();
    let mut answer = HyperResponse::new(Body::new(response.body, phase));
    *answer.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<hyper::header::HeaderName>(), value.parse()) {
            answer.headers_mut().append(name, value);
        }
    }
    Ok(answer)
}
