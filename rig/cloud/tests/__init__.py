"""Tests of the rig's AWS half, against a running rig."""
