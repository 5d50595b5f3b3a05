"""The picture by shader: three textures and a matrix, where there is a graphics card to do it."""

from __future__ import annotations

import logging
import struct
from typing import cast

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QMatrix3x3,
    QOpenGLFunctions,
    QVector3D,
)
from PySide6.QtOpenGL import (
    QOpenGLBuffer,
    QOpenGLPixelTransferOptions,
    QOpenGLShader,
    QOpenGLShaderProgram,
    QOpenGLTexture,
)
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget
from shiboken6 import VoidPtr

from peertube_desktop.services.player import ColourMatrix, Frame, Plane
from peertube_desktop.ui.player.graphics import suits
from peertube_desktop.ui.player.picture import coefficients, fit

log = logging.getLogger(__name__)

# GL's own numbers.
TRIANGLE_STRIP, COLOUR_BUFFER, TEXTURE0, FLOAT = 0x0005, 0x4000, 0x84C0, 0x1406
CORNERS = struct.pack("8f", 0, 0, 1, 0, 0, 1, 1, 1)

VERTEX = """
attribute highp vec2 corner;
varying highp vec2 place;
void main() {
    place = corner;
    gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
}
"""
FRAGMENT = """
varying highp vec2 place;
uniform sampler2D plane_y;
uniform sampler2D plane_u;
uniform sampler2D plane_v;
uniform highp mat3 matrix;
uniform highp vec3 offset;
void main() {
    highp vec3 yuv = vec3(
        texture2D(plane_y, place).r, texture2D(plane_u, place).r, texture2D(plane_v, place).r);
    gl_FragColor = vec4(clamp(matrix * (yuv - offset), 0.0, 1.0), 1.0);
}
"""


def colour_matrix(matrix: ColourMatrix) -> QMatrix3x3:
    """From (Y, Cb, Cr) minus their offsets to RGB, all 0–1."""
    c = coefficients(matrix)
    return QMatrix3x3((c.y, 0.0, c.rv, c.y, c.gu, c.gv, c.y, c.bu, 0.0))


class GlPicture(QOpenGLWidget):
    """Shows the frame it was given last. `failed` when this context cannot do it."""

    failed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._frame: Frame | None = None
        self._uploaded = self._mipmapped = False
        self._program: QOpenGLShaderProgram | None = None
        self._corners = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._textures: tuple[QOpenGLTexture, ...] = ()
        self._stored: tuple[tuple[int, int], ...] = ()

    @property
    def frame(self) -> Frame | None:
        """The one that is shown."""
        return self._frame

    def set_frame(self, frame: Frame | None) -> None:
        """Show `frame`, which belongs to the widget from now on."""
        before, self._frame = self._frame, frame
        self._uploaded = False
        if before is not None and before is not frame:
            before.release()
        self.update()

    def initializeGL(self) -> None:
        # Again in each new window, with a new context.
        context = self.context()
        if context is None or not suits(context):
            self.failed.emit()
            return
        context.aboutToBeDestroyed.connect(self._let_go, Qt.ConnectionType.DirectConnection)
        program = QOpenGLShaderProgram()
        good = program.addCacheableShaderFromSourceCode(QOpenGLShader.ShaderTypeBit.Vertex, VERTEX)
        good = good and program.addCacheableShaderFromSourceCode(
            QOpenGLShader.ShaderTypeBit.Fragment, FRAGMENT
        )
        program.bindAttributeLocation("corner", 0)
        if not good or not program.link():
            log.info("No picture by shader: %s", program.log())
            self.failed.emit()
            return
        self._textures = tuple(QOpenGLTexture(QOpenGLTexture.Target.Target2D) for _plane in range(3))
        self._program = program
        self._corners.create()
        self._corners.bind()
        self._corners.allocate(CORNERS, len(CORNERS))
        self._corners.release()

    def close_down(self) -> None:
        """The end: let go of everything while there is still a context to do it in."""
        self.set_frame(None)
        if self.isValid():
            self._let_go()

    def _let_go(self) -> None:
        """The context goes, and takes its textures and programs along."""
        self.makeCurrent()
        for texture in self._textures:
            texture.destroy()
        self._corners.destroy()
        if self._program is not None:
            self._program.removeAllShaders()
        self._textures, self._program, self._stored = (), None, ()
        self._uploaded = False
        self.doneCurrent()

    def paintGL(self) -> None:
        context = self.context()
        if context is None:
            return
        functions = context.functions()
        functions.glClearColor(0.0, 0.0, 0.0, 1.0)
        functions.glClear(COLOUR_BUFFER)
        frame, program = self._frame, self._program
        if frame is None or program is None:
            return
        ratio = self.devicePixelRatioF()
        room = QSize(round(self.width() * ratio), round(self.height() * ratio))
        target = fit(frame.format.display_size, room)
        small = target.width() * 2 <= frame.width
        self._upload(frame, small)
        self._draw(functions, program, self._corners, frame, target, room)

    def _upload(self, frame: Frame, small: bool) -> None:
        sizes = tuple((plane.width, plane.height) for plane in frame.planes)
        for unit, (texture, plane) in enumerate(zip(self._textures, frame.planes, strict=True)):
            if sizes != self._stored:
                self._store(texture, plane)
            texture.bind(unit)
            if not self._uploaded or (small and not self._mipmapped):
                options = QOpenGLPixelTransferOptions()
                options.setAlignment(1)
                options.setRowLength(plane.stride)
                texture.setData(
                    0,
                    QOpenGLTexture.PixelFormat.Red,
                    QOpenGLTexture.PixelType.UInt8,
                    # What the signature calls an int is a pointer.
                    cast(int, VoidPtr(plane.address)),
                    options,
                )
                if small:
                    texture.generateMipMaps()
            filters = QOpenGLTexture.Filter
            texture.setMinificationFilter(filters.LinearMipMapLinear if small else filters.Linear)
        self._stored = sizes
        self._uploaded, self._mipmapped = True, small

    @staticmethod
    def _store(texture: QOpenGLTexture, plane: Plane) -> None:
        if texture.isCreated():
            texture.destroy()
        texture.setFormat(QOpenGLTexture.TextureFormat.R8_UNorm)
        texture.setSize(plane.width, plane.height)
        texture.setAutoMipMapGenerationEnabled(False)
        texture.setMipLevels(texture.maximumMipLevels())
        texture.allocateStorage(QOpenGLTexture.PixelFormat.Red, QOpenGLTexture.PixelType.UInt8)
        texture.setMagnificationFilter(QOpenGLTexture.Filter.Linear)
        texture.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)

    @staticmethod
    def _draw(
        functions: QOpenGLFunctions,
        program: QOpenGLShaderProgram,
        corners: QOpenGLBuffer,
        frame: Frame,
        target: QRect,
        room: QSize,
    ) -> None:
        functions.glViewport(
            target.x(), room.height() - target.y() - target.height(), target.width(), target.height()
        )
        program.bind()
        for unit, name in enumerate(("plane_y", "plane_u", "plane_v")):
            program.setUniformValue1i(program.uniformLocation(name), unit)
        program.setUniformValue(program.uniformLocation("matrix"), colour_matrix(frame.format.matrix))
        offset = QVector3D(16 / 255, 128 / 255, 128 / 255)
        program.setUniformValue(program.uniformLocation("offset"), offset)
        corners.bind()
        program.enableAttributeArray(0)
        program.setAttributeBuffer(0, FLOAT, 0, 2)
        functions.glDrawArrays(TRIANGLE_STRIP, 0, 4)
        program.disableAttributeArray(0)
        corners.release()
        program.release()
        functions.glActiveTexture(TEXTURE0)
