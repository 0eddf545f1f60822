"""Every table, for migrations and for tests."""

from __future__ import annotations

import handoff.assignment.models
import handoff.assistant.forgetting
import handoff.assistant.reading
import handoff.cases.later_models
import handoff.cases.lifecycles
import handoff.cases.models
import handoff.cases.noting
import handoff.cases.prints
import handoff.cases.records
import handoff.channels.email.models
import handoff.conversations.models
import handoff.customers.models
import handoff.db.keys
import handoff.events.log
import handoff.follow_ups.models
import handoff.governance.models
import handoff.improvement.models
import handoff.insights.facts.models
import handoff.privacy.auditing
import handoff.privacy.models
import handoff.privacy.sweeping
import handoff.rechecks.models
import handoff.sla.models
import handoff.staff.learning
import handoff.staff.models
import handoff.staff.second_factor
import handoff.surveys.models  # noqa: F401
from handoff.db import Base

metadata = Base.metadata
