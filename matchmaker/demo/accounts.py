"""The accounts of the demonstration that one signs in with."""

ADMIN = "admin@demo.example.org"
STAFF_PARIS = "staff.paris@demo.example.org"
STAFF_VALLEY = "staff.sv@demo.example.org"
MEMBERS = (
    "startup.paris@demo.example.org",
    "startup.sv@demo.example.org",
    "investor.paris@demo.example.org",
    "investor.sv@demo.example.org",
)
ACCOUNTS = (*MEMBERS, STAFF_PARIS, STAFF_VALLEY, ADMIN)
