"""The captions of the demo's videos: a few sentences in four languages, spread over the clip."""

from __future__ import annotations

from .library import Video

SENTENCES = {
    "en": (
        "We begin in silence.",
        "Look at the light on the hills.",
        "<i>Music</i>",
        "Somebody says: “Wait for me!”",
        "It is later than you think & that is fine.",
        "Nothing happens here,\nfor two lines.",
        "Thank you for watching.",
    ),
    "fr": (
        "Nous commençons en silence.",
        "Regardez la lumière sur les collines.",
        "<i>Musique</i>",
        "Quelqu’un dit : « Attendez-moi ! »",
        "Il est plus tard que vous ne pensez, et c’est bien ainsi.",
        "Il ne se passe rien ici,\npendant deux lignes.",
        "Merci d’avoir regardé.",
    ),
    "ar": (
        "نبدأ في صمت.",
        "انظر إلى الضوء على التلال.",
        "<i>موسيقى</i>",
        "يقول أحدهم: «انتظرني!»",
        "الوقت متأخر أكثر مما تظن، ولا بأس.",
        "لا شيء يحدث هنا،\nطوال سطرين.",
        "شكرًا على المشاهدة.",
    ),
    "ja": (
        "静けさから始まります。",
        "丘の光を見てください。",
        "<i>音楽</i>",
        "誰かが言う。「待って！」",
        "思ったより遅い時間です。",
        "ここでは何も起きません、\n二行の間。",
        "ご視聴ありがとうございました。",
    ),
}


def clock(seconds: float) -> str:
    """A time as WebVTT writes it."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes // 60):02}:{int(minutes % 60):02}:{rest:06.3f}"


def caption_vtt(video: Video, language: str) -> str:
    """The captions of a video in one of the languages of SENTENCES."""
    sentences = SENTENCES[language]
    step = max(1.0, video.duration / len(sentences))
    lines = ["WEBVTT", ""]
    for number, sentence in enumerate(sentences):
        start = number * step + 0.5
        lines += [str(number + 1), f"{clock(start)} --> {clock(start + step - 0.8)}", sentence, ""]
    return "\n".join(lines)
