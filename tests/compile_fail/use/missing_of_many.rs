// Give all seven; the message stays short, however many there are.
use pytheus::{Histogram, LabelSet, Metrics};

#[derive(LabelSet)]
struct RequestOfTheShopLabels {
    service_name: String,
    service_version: String,
    request_method: String,
    request_route: String,
    response_status: u16,
    client_region: String,
    client_kind: String,
}

#[derive(Metrics)]
struct Shop {
    /// Time.
    request_seconds: Histogram<RequestOfTheShopLabels>,
}

fn main() {
    Shop::global().request_seconds.labels().service_name("shop").observe(1);
}
