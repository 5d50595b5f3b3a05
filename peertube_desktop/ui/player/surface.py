"""The picture of the video: the newest frame, letterboxed, in its own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from peertube_desktop.services.player import Frame
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player.graphics import has_graphics_card
from peertube_desktop.ui.player.picture import fit
from peertube_desktop.ui.player.picture_worker import Picture, PictureWorker

if TYPE_CHECKING:
    from peertube_desktop.ui.player.gl_picture import GlPicture

BLACK = QColor(0, 0, 0)


class PlayerSurface(QWidget):
    """Shows frames. `snapshot_taken(QImage)` as asked for; `shape_changed` when the picture has another `shape`."""

    snapshot_taken = Signal(object)
    shape_changed = Signal()
    _picture_ready = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerSurface")
        self.setAccessibleName(_("Video"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shape: tuple[int, int] | None = None
        self._fitted: tuple[object, QRect] = (None, QRect())
        self._index = 0
        self._picture: Picture | None = None
        self._poster: QPixmap | None = None
        self._gl: GlPicture | None = None
        self._decided = False
        self._worker = PictureWorker(self._picture_ready.emit)
        self._picture_ready.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._worker.close)

    # What is shown

    @property
    def shape(self) -> tuple[int, int] | None:
        """Width and height the picture is shown with, in square pixels; None before the first frame."""
        return self._shape

    @property
    def frame_index(self) -> int:
        """`Frame.index` of the newest frame that was handed over, 0 before the first."""
        return self._index

    @property
    def painter_name(self) -> str:
        """What makes the colours, for the curious; "" before the first frame."""
        return "OpenGL" if self._gl is not None else self._worker.converter_name

    @property
    def has_picture(self) -> bool:
        """Whether a frame can be seen."""
        return self._picture is not None or (self._gl is not None and self._gl.frame is not None)

    @property
    def is_sharp(self) -> bool:
        """Whether the picture was made for the size it is shown in."""
        return self._picture is not None and self._picture.size == self._target().size()

    def show_frame(self, frame: Frame) -> None:
        """Show `frame`, which belongs to the surface from now on."""
        self._index = frame.index
        shape = frame.format.display_size
        if shape != self._shape:
            self._shape = shape
            self.shape_changed.emit()
        gl = self._by_shader()
        if gl is None:
            self._worker.submit(frame, self._target().size())
        else:
            gl.set_frame(frame)
            gl.show()

    def clear(self) -> None:
        """Black, or the poster, until the next frame."""
        self._worker.clear()
        if self._gl is not None:
            self._gl.set_frame(None)
            self._gl.hide()
        self._picture = None
        self._shape = None
        self._index = 0
        self.update()

    def set_poster(self, poster: QPixmap | None) -> None:
        """What is shown until the first frame is there."""
        self._poster = poster
        if self._picture is None:
            self.update()

    def take_snapshot(self) -> bool:
        """The picture in its own size, by `snapshot_taken`; False where there is none yet."""
        return self._worker.snapshot(
            self.snapshot_taken.emit, self._gl.frame if self._gl is not None else None
        )

    def close_down(self) -> None:
        """The window closes: nothing is shown any more."""
        self._worker.close()
        if self._gl is not None:
            self._gl.close_down()

    def picture_rect(self) -> QRect:
        """Where in the widget the picture is, in logical pixels."""
        ratio = self.devicePixelRatioF()
        target = self._target()
        return QRectF(
            target.x() / ratio, target.y() / ratio, target.width() / ratio, target.height() / ratio
        ).toAlignedRect()

    # By shader

    def _by_shader(self) -> GlPicture | None:
        """The widget with the shader, where there is a graphics card."""
        if not self._decided:
            # At the first frame: who watches nothing needs no driver.
            self._decided = True
            if has_graphics_card():
                from peertube_desktop.ui.player.gl_picture import GlPicture

                self._gl = GlPicture(self)
                self._gl.setGeometry(self.rect())
                self._gl.failed.connect(self._no_shader, Qt.ConnectionType.QueuedConnection)
        return self._gl

    def _no_shader(self) -> None:
        """The context cannot do it after all: go on without."""
        gl, self._gl = self._gl, None
        if gl is None:
            return
        frame = gl.frame
        gl.hide()
        gl.deleteLater()
        if frame is not None:
            self._worker.submit(frame, self._target().size())

    # Size

    def _room(self) -> QSize:
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ratio), round(self.height() * ratio))

    def _target(self) -> QRect:
        """Where the picture goes, in device pixels."""
        key = (self._shape, self.width(), self.height(), self.devicePixelRatioF())
        if key != self._fitted[0]:
            self._fitted = (key, fit(self._shape or (16, 9), self._room()))
        return self._fitted[1]

    def _refit(self) -> None:
        if self._shape is not None:
            self._worker.resize(self._target().size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._gl is not None:
            self._gl.setGeometry(self.rect())
        self._refit()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.ScreenChangeInternal):
            self._refit()
        return super().event(event)

    # Painting

    def _take(self) -> None:
        picture = self._worker.take()
        if picture is not None:
            first = self._picture is None or self._picture.size != picture.size
            self._picture = picture
            self.update() if first else self.update(self.picture_rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        target = self._target()
        ratio = self.devicePixelRatioF()
        picture = self._picture
        if picture is not None:
            self._bars(painter, self.picture_rect())
            self._draw(painter, picture, target, ratio)
        else:
            painter.fillRect(self.rect(), BLACK)
            if self._poster is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                shape = (self._poster.width(), self._poster.height())
                painter.drawPixmap(fit(shape, self.size()), self._poster)
        painter.end()

    @staticmethod
    def _draw(painter: QPainter, picture: Picture, target: QRect, ratio: float) -> None:
        source = QRect(0, 0, picture.size.width(), picture.size.height())
        corner = QPointF(target.x() / ratio, target.y() / ratio)
        if picture.size == target.size():
            # Pixel for pixel: a plain copy.
            image: QImage = picture.image
            image.setDevicePixelRatio(ratio)
            painter.drawImage(corner, image, source)
            return
        # The right size is on its way; until then this one, stretched.
        room = QRectF(corner.x(), corner.y(), target.width() / ratio, target.height() / ratio)
        painter.drawImage(room, picture.image, QRectF(source))

    def _bars(self, painter: QPainter, inner: QRect) -> None:
        whole = self.rect()
        for bar in (
            QRect(0, 0, whole.width(), inner.top()),
            QRect(0, inner.bottom() + 1, whole.width(), whole.height() - inner.bottom() - 1),
            QRect(0, inner.top(), inner.left(), inner.height()),
            QRect(inner.right() + 1, inner.top(), whole.width() - inner.right() - 1, inner.height()),
        ):
            if not bar.isEmpty():
                painter.fillRect(bar, BLACK)
