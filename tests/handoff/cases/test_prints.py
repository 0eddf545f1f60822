"""A case is found by what was told of its people, until it is erased."""

from sqlalchemy import func, select

from handoff.cases import Case, Complaint, Contact, Party, open_case
from handoff.cases.moving import CUSTOMER
from handoff.cases.prints import Print, take_prints_away, with_prints
from handoff.cases.renewing_prints import renew_prints


async def test_prints_hold_nothing_readable_and_go_with_the_case(services):
    told = Complaint(
        narrative="It broke.", channel="form", language="fa", order_ref="B-20117",
        contact=Contact("علی‌رضا كريمي", "Ali@Example.com", "+98 912 555 0145"),
    )  # fmt: skip
    async with services.db.transaction() as tx:
        case, _ = await open_case(tx, told, actor=CUSTOMER, idempotency_key="one")
    async with services.db.reading() as tx:
        values = (await tx.scalars(select(Print.value))).all()
        assert len(values) == 5
        assert all(len(value) == 64 and set(value) <= set("0123456789abcdef") for value in values)
        for words in ("کریمی", "علیرضا کریمی", "ali@example.com", "۰۹۱۲ ۵۵۵ ۰۱۴۵", "b20117"):
            assert (await tx.scalars(select(Case.id).where(with_prints(tx.sealer, words)))).all() == [case.id], words
    async with services.db.transaction() as tx:
        await take_prints_away(tx, await tx.get_one(Case, case.id))
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(Print.id))) == 0
        assert (await tx.scalars(select(Case.id).where(with_prints(tx.sealer, "کریمی")))).all() == []


async def test_what_was_taken_out_of_a_case_leads_to_it_no_more(services):
    told = Complaint(
        narrative="It broke.", channel="form", language="en", order_ref="B-20117",
        contact=Contact("Sara Ahmadi", "sara@example.com", "09125550145"),
    )  # fmt: skip
    async with services.db.transaction() as tx:
        case, _ = await open_case(tx, told, actor=CUSTOMER, idempotency_key="one")
        party = await tx.scalar(select(Party).where(Party.case_id == case.id))
        party.email = party.phone = None
        await tx.flush()
        await renew_prints(tx, case)
        found = {}
        for words in ("sara@example.com", "0912 555 0145", "Sara", "B-20117"):
            found[words] = (await tx.scalars(select(Case.id).where(with_prints(tx.sealer, words)))).all()
    assert found == {"sara@example.com": [], "0912 555 0145": [], "Sara": [case.id], "B-20117": [case.id]}
