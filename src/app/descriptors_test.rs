use super::*;

fn fits(descriptors: u64, wanted: u32) -> (u32, usize) {
    let Room { sockets, connections } = Room::of(Some(descriptors), wanted);
    (sockets, connections)
}

#[test]
fn sockets_fit_below_the_limit_with_room_to_refuse_more() {
    assert_eq!(fits(1_000_000, 20_000), (20_000, 21_024));
    assert_eq!(fits(20_000, 20_000), (18_912, 19_936));
    assert_eq!(fits(128, 20_000), (48, 64));
    assert_eq!(fits(128, 10), (10, 26));
    assert_eq!(Room::of(None, 20_000).sockets, 20_000);
}

#[test]
fn even_the_smallest_limit_leaves_a_socket_and_an_answer() {
    assert_eq!(fits(0, 20_000), (1, 2));
}
