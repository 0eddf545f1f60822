"""What the components with a model of their own have in common: one model, trained once, kept in the assistant's archive."""

from __future__ import annotations

import pickle
from typing import Any, ClassVar, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.components.model import Model

Own = TypeVar("Own", bound="Trained")


class Trained(GraphComponent):
    """`kept_as` is the model's file in the component's part of the archive."""

    kept_as: ClassVar[str]

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Model | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls: type[Own],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Own:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Own],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Own:
        with model_storage.read_from(resource) as folder:
            # The model archive is our own, made by `bot/train.py` from this very code.
            return cls(config, model_storage, resource, pickle.loads((folder / cls.kept_as).read_bytes()))

    @property
    def model(self) -> Model:
        assert self._model is not None, "it is trained or loaded before it is asked"
        return self._model

    def keep(self, model: Model) -> Resource:
        """Use the model from now on, and write it into the archive."""
        self._model = model
        with self._storage.write_to(self._resource) as folder:
            (folder / self.kept_as).write_bytes(pickle.dumps(model))
        return self._resource
