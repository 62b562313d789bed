/// Ports to EKS, EC2, IAM, ECR.
///
/// Comes in: environments and credentials.
/// Goes out: raw documents of EKS, EC2, IAM and ECR, and narrow ports that change them.
/// Must not know: plans, recovery points.
@NullMarked
package io.sistership.cloud;

import org.jspecify.annotations.NullMarked;
