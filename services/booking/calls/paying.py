"""The provider of payments, for calls to ask."""

from nameko.containers import WorkerContext
from nameko.extensions import DependencyProvider

from common.config import settings
from services.booking.payments import PaymentProvider


class Payments(DependencyProvider):
    """Inject the one way to take payments."""

    def setup(self) -> None:
        self.provider = PaymentProvider(settings())

    def get_dependency(self, worker_ctx: WorkerContext) -> PaymentProvider:
        return self.provider
