package io.sistership.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// How many requests were sent, by service and operation as the SDK calls them (`Kms
/// GenerateDataKey`, `S3 PutObject`), retries included. Thread-safe.
public final class AwsCallCounts implements ExecutionInterceptor {

    private final ConcurrentSkipListMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        var service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        counts.computeIfAbsent(service + " " + operation, _ -> new LongAdder()).increment();
    }

    /// The counts so far, by name.
    public Map<String, Long> snapshot() {
        var snapshot = new TreeMap<String, Long>();
        counts.forEach((call, count) -> snapshot.put(call, count.sum()));
        return snapshot;
    }

    /// How many requests one service got.
    public long of(String service) {
        return snapshot().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(service + " "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
