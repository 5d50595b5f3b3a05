"""The files that PeerTube takes for videos: by the type that is announced, and how it names them when it refuses."""

from __future__ import annotations

TYPES = frozenset(
    [
        "video/webm",
        "video/ogg",
        "video/mp4",
        "video/x-matroska",
        "video/quicktime",
        "video/x-m4v",
        "video/m4v",
        "video/x-flv",
        "video/x-f4v",
        "video/x-ms-wmv",
        "video/x-msvideo",
        "video/avi",
        "video/3gpp",
        "video/3gpp2",
        "application/x-nut",
        "video/mp2t",
        "video/vnd.dlna.mpeg-tts",
        "video/m2ts",
        "video/mpv",
        "video/mpeg2",
        "video/mpeg",
        "video/dvd",
        "application/octet-stream",
        "application/mxf",
        "audio/mpeg",
        "audio/mp3",
        "application/ogg",
        "audio/ogg",
        "audio/x-ms-wma",
        "audio/wav",
        "audio/x-wav",
        "audio/x-flac",
        "audio/flac",
        "audio/vnd.dlna.adts",
        "audio/aac",
        "audio/m4a",
        "audio/x-m4a",
        "audio/mp4",
        "audio/vnd.dolby.dd-raw",
        "audio/ac3",
    ]
)
EXTENSIONS = {
    "6.3": ".webm, .ogv, .ogg, .mp4, .mkv, .mov, .qt, .mqv, .m4v, .flv, .f4v, .wmv, .avi, .3gp, .3gpp, .3g2, "
    ".3gpp2, .nut, .mts, .m2ts, .mpv, .m2v, .m1v, .mpg, .mpe, .mpeg, .vob, .mxf, .mp3, .wma, .wav, .flac, .aac, "
    ".m4a, .ac3",
    "8.2": ".webm, .ogv, .ogg, .mp4, .mkv, .mov, .qt, .mqv, .m4v, .flv, .f4v, .wmv, .avi, .3gp, .3gpp, .3g2, "
    ".3gpp2, .nut, .mts, .ts, .m2ts, .mpv, .m2v, .m1v, .mpg, .mpe, .mpeg, .vob, .mxf, .mp3, .wma, .wav, .flac, .aac, "
    ".m4a, .m4b, .ac3",
}
