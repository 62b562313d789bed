"""
CloudFormation, the rig's own: it makes what a template says, or refuses; it never skips.

The emulator passes over types and properties that it doesn't know and still says CREATE_COMPLETE.
Here every resource is made through the rig's own API, with the credentials of whoever deploys.
"""
