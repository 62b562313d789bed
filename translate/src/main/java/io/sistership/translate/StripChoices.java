package io.sistership.translate;

/// What the recovery side decides about an object before it is created.
///
/// @param keepServiceAddresses the recovery cluster's service range is the primary's, and the
///     Service's addresses are free
/// @param keepStatus the object is of a custom type without a status subresource
public record StripChoices(boolean keepServiceAddresses, boolean keepStatus) {

    /// Neither: the safe choice for a Service, and the right one for built-in types.
    public static final StripChoices STANDARD = new StripChoices(false, false);
}
