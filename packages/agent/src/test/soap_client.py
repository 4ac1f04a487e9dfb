"""A ticket shop's stock SOAP client: knows nothing but the address of the description. Prints what it got as JSON."""
import json
import sys
from zeep import Client
from zeep.exceptions import Fault
from zeep.helpers import serialize_object

address, ident, secret = sys.argv[1:4]
client = Client(f"{address}?wsdl")


def service(key):
    return client.create_service("{urn:mplusqapi}MplusQapi", f"{address}?ident={ident}&secret={key}")


def order(key, *items):
    return {
        "idempotencyKey": key,
        "issueVouchers": {"issueVoucher": list(items)},
        "financialWorkplaceIdentifier": {"branchNumber": 3, "workplaceNumber": 12},
    }


def item(product, group_code, **more):
    return {"voucherId": {"id": product}, "bookBpeId": "BPE-VOUCHER", "groupScanCode": group_code, **more}


def redeem(code, count, dry_run):
    return shop.redeemVoucherIssuance(
        {
            "voucherScanCode": code,
            "redeemCount": count,
            "workplaceIdentifier": {"branchNumber": 3, "workplaceNumber": 12},
            "dryRun": dry_run,
        }
    )


shop = service(secret)
got = {}
got["version"] = shop.getApiVersion()
got["vouchers"] = shop.getVouchers({"voucherIdFilter": {"voucherId": []}})
family = order("order-1", item("FAMILY-DAY", "ZEEP-G-1", scanCode="ZEEP-V-1"))
got["issued"] = shop.issueVouchers(family)
got["again"] = shop.issueVouchers(family)
got["taken"] = shop.issueVouchers(order("order-2", item("BIRTHDAY", "ZEEP-G-1")))
got["unknown"] = shop.issueVouchers(order("order-3", item("NO-SUCH", "ZEEP-G-2")))
got["dry"] = redeem("ZEEP-G-1", 2, True)
got["redeemed"] = redeem("ZEEP-G-1", 3, False)
got["tooMany"] = redeem("ZEEP-V-1", 2, False)
got["nowhere"] = redeem("ZEEP-G-9", 1, False)
got["issuances"] = shop.getVoucherIssuances({})
pool = {"idempotencyKey": "pool-1", "voucherId": "BIRTHDAY", "scanCodes": {"scanCode": ["ZEEP-X-1", "ZEEP-X-2"]}}
got["pool"] = shop.issueVoucherExternalScanCodes(pool)
got["poolList"] = shop.getVoucherExternalScanCodes({"voucherId": "BIRTHDAY", "used": False})
try:
    service("wrong").getApiVersion()
except Fault as fault:
    got["fault"] = {"code": fault.code, "message": fault.message}
print(json.dumps(serialize_object(got), default=str))
