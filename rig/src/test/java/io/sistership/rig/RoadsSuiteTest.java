package io.sistership.rig;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/// All tests that look at one recovered cluster from different sides, in one process: making that
/// cluster takes longer than looking at it. Surefire runs classes of that name through this one only.
@Suite
@SelectPackages("io.sistership.rig")
@IncludeClassNamePatterns(".*RoadTest")
class RoadsSuiteTest {}
