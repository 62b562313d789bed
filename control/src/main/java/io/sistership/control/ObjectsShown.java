package io.sistership.control;

import java.util.List;

/// Some objects of one type of a recovery point, as `sistership show POINT TYPE NAME` tells them.
///
/// @param type as `deployments.apps`
/// @param objects in the order of the names that were asked for
public record ObjectsShown(String point, String type, List<ShownObject> objects) {

    public ObjectsShown {
        objects = List.copyOf(objects);
    }
}
