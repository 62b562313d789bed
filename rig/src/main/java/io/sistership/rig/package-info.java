/// Local AWS with real control planes.
///
/// Comes in: the scripts and programs of the rig.
/// Goes out: local AWS environments with real control planes, for demo and tests.
/// Must not know: nothing of the product depends on this module.
@NullMarked
package io.sistership.rig;

import org.jspecify.annotations.NullMarked;
