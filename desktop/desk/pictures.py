"""The pictures of the piece that is open: read beside the window, and added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from desktop.desk.reviewing.pictures import Shown, on_its_way, shrunk
from desktop.desk.steps import Steps


class Pictures(Steps):
    """What the Desk does with pictures."""

    _pictures_of: dict[str, list[Any]]

    def choose_pictures(self) -> None:
        """Ask which pictures to add."""
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(
            self, "Add a picture", str(Path.home()), "Pictures (*.png *.jpg *.jpeg *.gif)"
        )
        if names:
            self.add_pictures([Path(name) for name in names])

    def add_pictures(self, files: list[Path]) -> None:
        """Add pictures; their alt text and credit are fields at the end of the page."""
        from db.acts.picturing import add_image

        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                self.window_.tell_error(error)
                continue
            self._wanted_part = "image"
            self.do(add_image, data, said=f"“{file.name}” added: say what it shows, and its credit",
                    then=self._reopen)  # fmt: skip

    def _read_pictures(self) -> None:
        """Read the article's pictures beside the window, and show them."""
        article, standing = self.article, self.standing
        images = list(standing.article.images) if standing is not None else []
        state = [self.version, *((image.n, image.sha256, image.ai) for image in images)]
        if state == self._pictures_of.get(article):
            return
        ratio = self.devicePixelRatioF()

        def work(session: Any) -> tuple[dict[int, QImage], dict[int, Shown]]:
            from db import reading

            found = {image: reading.image_data(session, article, image.n) for image in images}
            whole = {image.n: QImage.fromData(data) for image, data in found.items() if data}
            small = {image.n: Shown(shrunk(whole[image.n], ratio), image.ai)
                     for image, data in found.items() if data}  # fmt: skip
            return whole, small

        def done(pictures: tuple[dict[int, QImage], dict[int, Shown]]) -> None:
            if article != self.article:
                return
            whole, small = pictures
            if len(whole) == len(images):
                self._pictures_of = {article: state}
            for image in images:
                if image.n not in whole:
                    whole[image.n] = on_its_way()
                    small[image.n] = Shown(whole[image.n], image.ai)
            self.writing.page.show_pictures(whole)
            self.review.paper.show_pictures(small)

        self.window_.context.read(work, done, piece=article)
