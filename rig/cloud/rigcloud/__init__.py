"""The AWS half of the rig: an AWS endpoint on loopback for two accounts whose EKS clusters are real."""
