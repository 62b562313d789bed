package io.sistership.control;

import java.util.List;
import java.util.Map;

/// What one capture of one cluster gave.
///
/// @param cluster the cluster's name
/// @param point the id of the published recovery point
/// @param sequence its place in the chain of accepted points
/// @param objects how many API objects it holds
/// @param types of how many types
/// @param documents how many AWS documents
/// @param segments in how many segments
/// @param sealedBytes the length of all sealed segments
/// @param epoch what of it was written, and what is listed again
/// @param cut the revision that all types in the cut share; empty where there is none
/// @param outsideCut types that were listed at a revision of their own
/// @param unavailable types that were served but couldn't be read, with the reason
/// @param leftOut types that the capture policy leaves out, with the reason
/// @param millis how long each phase took
/// @param retries repeated calls by cause
public record CaptureReport(
        String cluster,
        String point,
        long sequence,
        long objects,
        int types,
        long documents,
        int segments,
        long sealedBytes,
        EpochReport epoch,
        String cut,
        List<String> outsideCut,
        Map<String, String> unavailable,
        Map<String, String> leftOut,
        Map<String, Long> millis,
        Map<String, Long> retries) {}
