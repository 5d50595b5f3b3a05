"""What follows the video that is on."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from peertube_desktop.api.models.video import Video
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import MAX_ITEMS, PlayQueue, QueueItem

ORIGIN = "https://tube.example"


def ref(name: str) -> VideoRef:
    """A video of one instance."""
    return VideoRef(ORIGIN, name)


def video(name: str) -> Video:
    """The same, as lists give it."""
    return Video(uuid=name, name=name)


def watch(queue: PlayQueue, name: str) -> None:
    """As if it had been opened by hand."""
    queue.watch(ref(name), video(name))


def names(items: object) -> list[str]:
    """Short for comparing."""
    assert isinstance(items, tuple)
    return [item.video.name for item in items]


def follow(queue: PlayQueue) -> list[str]:
    """What plays when nobody touches anything, as the player tells it."""
    found: list[str] = []
    while (item := queue.next()) is not None:
        queue.watch(item.ref, item.video)
        found.append(item.video.name)
    return found


def playlist(*some: str) -> list[QueueItem]:
    """Videos of a playlist."""
    return [QueueItem(ref(name), video(name)) for name in some]


def test_nothing_follows_nothing(qtbot: QtBot) -> None:
    queue = PlayQueue()
    assert queue.up_next is None
    assert queue.next() is None
    assert queue.previous() is None
    assert queue.jump(7) is None


def test_queue_in_order_and_play_next_before_it(qtbot: QtBot) -> None:
    queue = PlayQueue()
    watch(queue, "on")
    queue.add(ref("a"), video("a"))
    queue.add(ref("b"), video("b"))
    with qtbot.waitSignal(queue.changed):
        queue.play_next(ref("now"), video("now"))
    assert names(queue.items) == ["now", "a", "b"]
    assert follow(queue) == ["now", "a", "b"]
    assert queue.items == ()


def test_queue_is_changed_by_hand(qtbot: QtBot) -> None:
    queue = PlayQueue()
    for name in "abca":
        queue.add(ref(name), video(name))
    first, second, _third, last = queue.items
    queue.move(last.key, 0)
    queue.remove(first.key)
    queue.remove(first.key)
    assert names(queue.items) == ["a", "b", "c"]
    queue.move(second.key, 99)
    assert names(queue.items) == ["a", "c", "b"]
    with qtbot.waitSignal(queue.changed):
        queue.clear()
    with qtbot.assertNotEmitted(queue.changed):
        queue.clear()


def test_queue_is_bounded(qtbot: QtBot) -> None:
    queue = PlayQueue()
    for number in range(MAX_ITEMS + 3):
        queue.add(ref(str(number)), video(str(number)))
    queue.play_next(ref("x"), video("x"))
    assert len(queue.items) == MAX_ITEMS
    assert queue.items[0].video.name == "x"


def test_playlist_after_the_queue_and_before_recommendations(qtbot: QtBot) -> None:
    queue = PlayQueue()
    watch(queue, "p0")
    queue.set_playlist(playlist("p0", "p1", "p2"), 0)
    queue.set_recommended(ref("p0"), [video("r")])
    queue.add(ref("q"), video("q"))
    assert follow(queue) == ["q", "p1", "p2"]
    assert queue.playlist_place == 2


def test_playlist_keeps_its_parts(qtbot: QtBot) -> None:
    queue = PlayQueue()
    items = [QueueItem(ref("a"), video("a"), 3.0, 9.0), QueueItem(ref("a"), video("a"), 20.0)]
    queue.set_playlist(items)
    watch(queue, "a")
    found = queue.next()
    assert found is not None
    assert (found.start, found.stop) == (20.0, None)
    # The same video again is the second place, not the first.
    queue.watch(found.ref, found.video)
    assert queue.playlist_place == 1


def test_one_of_two_parts_of_a_video_is_gone_to(qtbot: QtBot) -> None:
    queue = PlayQueue()
    queue.set_playlist(playlist("a", "b", "a", "c"), 2)
    watch(queue, "a")
    assert queue.playlist_place == 2
    assert follow(queue) == ["c"]


def test_another_video_leaves_the_playlist_and_one_of_it_moves_in_it(qtbot: QtBot) -> None:
    queue = PlayQueue()
    queue.set_playlist(playlist("a", "b", "c", "d"), 0)
    watch(queue, "a")
    watch(queue, "c")
    assert queue.playlist_place == 2
    assert follow(queue) == ["d"]
    watch(queue, "elsewhere")
    assert queue.playlist == ()
    assert queue.up_next is None


def test_queue_does_not_leave_the_playlist(qtbot: QtBot) -> None:
    queue = PlayQueue()
    queue.set_playlist(playlist("a", "b"), 0)
    watch(queue, "a")
    queue.play_next(ref("q"), video("q"))
    assert follow(queue) == ["q", "b"]


def test_shuffled_playlist_gives_each_once(qtbot: QtBot) -> None:
    queue = PlayQueue()
    some = [f"v{number}" for number in range(12)]
    queue.set_playlist(playlist(*some), 4)
    watch(queue, "v4")
    queue.set_shuffle(True)
    assert queue.playlist_place == 4
    assert sorted([*follow(queue), "v4"]) == sorted(some)
    assert names(queue.playlist) == some
    queue.set_shuffle(False)
    watch(queue, "v10")
    assert follow(queue) == ["v11"]


def test_recommended_without_the_current_one_and_only_for_it(qtbot: QtBot) -> None:
    queue = PlayQueue()
    watch(queue, "on")
    queue.set_recommended(ref("other"), [video("late")])
    assert queue.up_next is None
    queue.set_recommended(ref("on"), [video("on"), video("a"), video("b")])
    assert names(queue.recommended) == ["a", "b"]
    assert queue.up_next is not None
    assert queue.up_next.ref == ref("a")
    assert follow(queue) == ["a"]
    assert queue.recommended == ()


def test_back_and_forth(qtbot: QtBot) -> None:
    queue = PlayQueue()
    watch(queue, "a")
    queue.add(ref("b"), video("b"))
    queue.add(ref("c"), video("c"))
    assert follow(queue) == ["b", "c"]
    for name in ("b", "a"):
        item = queue.previous()
        assert item is not None
        assert item.video.name == name
        queue.watch(item.ref, item.video)
    assert not queue.can_go_back
    assert follow(queue) == ["b", "c"]


def test_back_in_a_playlist(qtbot: QtBot) -> None:
    queue = PlayQueue()
    queue.set_playlist(playlist("a", "b", "c"), 0)
    watch(queue, "a")
    following = queue.next()
    assert following is not None
    back = queue.previous()
    assert back is not None
    assert (back.video.name, queue.playlist_place) == ("a", 0)
    assert queue.items == ()
    assert follow(queue) == ["b", "c"]


def test_jump(qtbot: QtBot) -> None:
    queue = PlayQueue()
    queue.set_playlist(playlist("a", "b", "c", "d"), 0)
    watch(queue, "a")
    queue.add(ref("q1"), video("q1"))
    queue.add(ref("q2"), video("q2"))
    item = queue.jump(queue.items[1].key)
    assert item is not None
    assert item.video.name == "q2"
    assert names(queue.items) == ["q1"]
    item = queue.jump(queue.playlist[2].key)
    assert item is not None
    queue.watch(item.ref, item.video)
    assert follow(queue) == ["q1", "d"]


def test_details_take_the_place_of_what_the_list_knew(qtbot: QtBot) -> None:
    queue = PlayQueue()
    watch(queue, "a")
    queue.watch(ref("a"), Video(uuid="a", name="a whole name"))
    assert queue.current is not None
    assert queue.current.video.name == "a whole name"
    assert not queue.can_go_back
