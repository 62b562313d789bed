"""EKS: clusters that are real control planes, their access, nodes and tokens. Nothing of it is moto's."""
