"""Caption files, good ones and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.services.webvtt import MAX_AT_ONCE, MAX_CUES, MAX_LINES, MAX_TEXT, Cues, parse
from tests.api.replay import LINES, recording


@pytest.mark.parametrize("line", LINES)
def test_recorded_file(line: str) -> None:
    cues = parse(recording(line, "caption_file").body)
    assert len(cues) == 3
    assert cues.at(0.2) == ()
    assert cues.at(0.5) == ("Hello, this is the first caption.",)
    assert cues.at(3.0) == ()
    assert cues.at(4) == ("Second caption line\non two lines",)
    assert cues.at(11.9) == ("Third and last caption – with “unicode” 🎬",)
    assert cues.at(12.0) == ()


def test_times_of_change() -> None:
    cues = parse("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:03.000 --> 00:04.000\nb")
    moments = [0.0]
    while (following := cues.next_change(moments[-1])) is not None:
        moments.append(following)
    assert moments == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_what_files_look_like() -> None:
    text = (
        "\ufeffWEBVTT - a title\r\nKind: captions\r\n\r\n"
        "STYLE\r\n::cue { color: red }\r\n\r\n"
        "NOTE a comment\r\n\r\n"
        "intro\r\n1:00:01.5 --> 1:00:02,750 align:start position:0% line:-2\r\n"
        "<v.loud Ann>Hi &amp; <00:00:01.200><c.yellow>bye</c></v> &lt;b&gt;\r\n\r\n"
        "REGION\r\nid:fred\r\n\r\n"
        "00:05.000 --> 00:06.000\r\nno blank line before\r\n00:06.000 --> 00:07.000\r\nthe next one\r\n"
    )
    cues = parse(text)
    assert cues.at(3602) == ("Hi & bye <b>",)
    assert cues.at(5) == ("no blank line before",)
    assert cues.at(6) == ("the next one",)
    assert len(cues) == 3


def test_right_to_left_marks_stay_and_control_characters_go() -> None:
    cues = parse("WEBVTT\n\n00:00.000 --> 00:01.000\n\u200fשלום\u202b\x07\x1b[31m&#0;&rlm;x")
    assert cues.at(0) == ("\u200fשלום\u202b  [31m\ufffd\u200fx",)


@pytest.mark.parametrize(
    "timing",
    [
        "00:02.000 --> 00:01.000",
        "00:01.000 --> 00:01.000",
        "00:00.000 -> 00:01.000",
        "xx --> yy",
        "-1:00.000 --> 00:01.000",
        "00:00.000 --> 999999:00:00.000",
        "00:00.000 -->",
        "--> 00:01.000",
    ],
)
def test_times_that_are_none_are_left_out(timing: str) -> None:
    assert len(parse(f"WEBVTT\n\n{timing}\ntext\n")) == 0


def test_bounds() -> None:
    many = parse("WEBVTT\n\n" + "00:00.000 --> 10:00:00.000\nx\n\n" * (MAX_CUES + 5))
    assert len(many) == MAX_CUES
    assert many.at(5) == ("x",) * MAX_AT_ONCE
    assert many.next_change(5) == 36_000
    long = parse("WEBVTT\n\n00:00.000 --> 00:01.000\n" + "\n".join(["y" * 100_000] * 50))
    lines = long.at(0)[0].split("\n")
    assert len(lines) == MAX_LINES
    assert {len(line) for line in lines} == {MAX_TEXT}


def test_overlapping_cues_come_in_order() -> None:
    cues = parse(
        "WEBVTT\n\n00:00.000 --> 00:10.000\nlong\n\n00:01.000 --> 00:02.000\nshort\n\n"
        "00:03.000 --> 00:04.000\nlater\n"
    )
    assert cues.at(1.5) == ("long", "short")
    assert cues.at(2.5) == ("long",)
    assert cues.at(3) == ("long", "later")


FRAGMENTS = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\r\n",
        "\r",
        "00:00.000 --> 00:01.000",
        "00:00:00.000 --> 99:59:59.999",
        " --> ",
        "<",
        ">",
        "<b>",
        "</b",
        "<v " + "a" * 300,
        "&",
        "&#x110000;",
        "&#99999999999999999999;",
        "&lt;",
        "NOTE",
        "\x00",
        "\ud800",
        "א",
        "9" * 400,
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=20), max_size=60))
def test_anything_is_read(pieces: list[str]) -> None:
    cues = parse("".join(pieces))
    assert isinstance(cues, Cues)
    moment: float | None = 0.0
    last = -1.0
    while moment is not None:
        assert moment > last
        for text in cues.at(moment):
            assert text.strip()
            # What is shown can be written anywhere.
            text.encode()
            assert not any(ord(character) < 32 and character != "\n" for character in text)
        last, moment = moment, cues.next_change(moment)


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1])),
        max_size=30,
    )
)
def test_what_is_shown_is_what_the_times_say(spans: list[tuple[int, int]]) -> None:
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:{start:02}.000 --> 00:{end:02}.000\n{start}-{end}" for start, end in spans if end < 60
    )
    cues = parse(text)
    for second in range(60):
        expected = sorted(f"{start}-{end}" for start, end in spans if start <= second < end < 60)
        shown = cues.at(second)
        if len(expected) <= MAX_AT_ONCE:
            assert sorted(shown) == expected
        else:
            assert len(shown) == MAX_AT_ONCE
