package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `kubectl rollout status` says of the same objects.
final class RolloutsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'spec':{'replicas':2}|'observedGeneration':3,'replicas':2,'updatedReplicas':2,'availableReplicas':2|ready",
                "'spec':{}|'observedGeneration':3,'replicas':1,'updatedReplicas':1,'availableReplicas':1|ready",
                "'spec':{'replicas':0}|'observedGeneration':3|ready",
                "'spec':{'replicas':2}|'observedGeneration':2,'replicas':2,'updatedReplicas':2,'availableReplicas':2|its controller hasn't seen it yet",
                "'spec':{'replicas':2}||its controller hasn't seen it yet",
                "'spec':{'replicas':2}|'observedGeneration':3,'replicas':2,'updatedReplicas':1,'availableReplicas':2|1 of 2 replicas are updated",
                "'spec':{'replicas':2}|'observedGeneration':3,'replicas':3,'updatedReplicas':2,'availableReplicas':2|1 old replicas still run",
                "'spec':{'replicas':2}|'observedGeneration':3,'replicas':2,'updatedReplicas':2,'availableReplicas':1|1 of 2 replicas are available",
                "'spec':{'replicas':2,'paused':true}|'observedGeneration':3|0 of 2 replicas are updated, and it is paused",
                "'spec':{'replicas':2}|'observedGeneration':3,'conditions':[{'type':'ReplicaFailure','status':'True','message':'quota exceeded'}]|0 of 2 replicas are updated: quota exceeded",
                "'spec':{'replicas':2}|'observedGeneration':3,'replicas':2,'updatedReplicas':2,'conditions':[{'type':'Progressing','status':'False','reason':'ProgressDeadlineExceeded'}]|0 of 2 replicas are available, and its progress deadline has passed"
            })
    void deployments(String spec, String status, String expected) {
        says(Samples.DEPLOYMENT, spec, status, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'spec':{'replicas':3}|'observedGeneration':3,'readyReplicas':3,'updatedReplicas':3,'currentRevision':'a','updateRevision':'a'|ready",
                "'spec':{'replicas':3}|'observedGeneration':3,'readyReplicas':2|2 of 3 replicas are ready",
                "'spec':{'replicas':3}|'observedGeneration':3,'readyReplicas':3,'updatedReplicas':1,'currentRevision':'a','updateRevision':'b'|1 of 3 replicas are updated",
                "'spec':{'replicas':3,'updateStrategy':{'type':'OnDelete'}}|'observedGeneration':3,'readyReplicas':3,'updatedReplicas':1,'currentRevision':'a','updateRevision':'b'|ready",
                "'spec':{'replicas':3,'updateStrategy':{'rollingUpdate':{'partition':2}}}|'observedGeneration':3,'readyReplicas':3,'updatedReplicas':1,'currentRevision':'a','updateRevision':'b'|ready",
                "'spec':{'replicas':3,'updateStrategy':{'rollingUpdate':{'partition':2}}}|'observedGeneration':3,'readyReplicas':3,'updatedReplicas':0,'currentRevision':'a','updateRevision':'b'|0 of 1 replicas are updated"
            })
    void stateful_sets(String spec, String status, String expected) {
        says(Samples.STATEFUL_SET, spec, status, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'spec':{}|'observedGeneration':3,'desiredNumberScheduled':0|ready",
                "'spec':{}|'observedGeneration':3,'desiredNumberScheduled':2,'updatedNumberScheduled':2,'numberAvailable':2|ready",
                "'spec':{}|'observedGeneration':3,'desiredNumberScheduled':2,'updatedNumberScheduled':1,'numberAvailable':2|1 of 2 replicas are updated",
                "'spec':{}|'observedGeneration':3,'desiredNumberScheduled':2,'updatedNumberScheduled':2,'numberAvailable':1|1 of 2 replicas are available",
                "'spec':{'updateStrategy':{'type':'OnDelete'}}|'observedGeneration':3,'desiredNumberScheduled':2,'numberAvailable':2|ready"
            })
    void daemon_sets(String spec, String status, String expected) {
        says(Samples.DAEMON_SET, spec, status, expected);
    }

    private static void says(ApiResource type, String spec, String status, String expected) {
        var states = status == null ? "" : status;
        var more = "'generation':3|%s,'status':{%s}".formatted(spec, states).replace('\'', '"');
        var object = Samples.view(type, json("shop", "web", more));

        assertThat(Rollouts.why(object).orElse("ready")).isEqualTo(expected);
    }
}
