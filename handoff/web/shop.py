"""The entry: the demonstration's little shop, or a plain page where the desk serves a real site."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from handoff.i18n import mark, translate
from handoff.web.identity import public
from handoff.web.rendering import language_of, page


@dataclass(frozen=True)
class Good:
    """Something for sale. `price` is in toman; `drawing` names its picture in templates/shop/drawings.html."""

    drawing: str
    name: str
    line: str
    price: int


SHELVES = {
    "kitchen": (
        mark("Kitchen and table"),
        (
            Good("kettle", mark("Enamel kettle"), mark("1.8 litres, for every stove"), 1_850_000),
            Good("tea", mark("Stoneware tea set"), mark("A pot and two cups, glazed by hand"), 2_400_000),
            Good("board", mark("Walnut board"), mark("Oiled, with a handle to hang it by"), 1_150_000),
            Good("carafe", mark("Glass carafe"), mark("One litre, blown, for water and mint"), 740_000),
        ),
    ),
    "living": (
        mark("Living"),
        (
            Good("lamp", mark("Paper lamp"), mark("Soft light, folds flat"), 1_690_000),
            Good("throw", mark("Wool throw"), mark("130 by 180, woven in Kashan"), 2_950_000),
            Good("linen", mark("Linen table runner"), mark("Washed linen, sage green"), 980_000),
            Good("pot", mark("Terracotta pot"), mark("With a saucer, 18 centimetres"), 560_000),
        ),
    ),
}


@public
async def shop(request: web.Request) -> web.Response:
    language = language_of(request)
    shelves = [
        {
            "id": shelf,
            "name": translate(language, name),
            "goods": [
                Good(good.drawing, translate(language, good.name), translate(language, good.line), good.price)
                for good in goods
            ],
        }
        for shelf, (name, goods) in SHELVES.items()
    ]
    return page(request, "shop/shop.html", shelves=shelves)


@public
async def entry(request: web.Request) -> web.Response:
    return page(request, "entry.html")
