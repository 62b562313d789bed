package io.sistership.cli;

import io.sistership.control.AccessStack;
import io.sistership.control.AccessStacks;
import io.sistership.model.Progress;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `sistership access`: prints an access stack; deploys nothing.
@Command(
        name = "access",
        description = {
            "Print a CloudFormation access stack. It deploys nothing: read it, then deploy it with the"
                    + " command in its first lines.",
            "",
            "Deploy in this order: recovery, replica (the seal key's replica: recovery account, primary"
                    + " region), primary."
        },
        footer = {
            "  sistership access recovery > recovery.yaml",
            "  sistership access replica > replica.yaml",
            "  sistership access primary > primary.yaml"
        })
final class AccessCommand extends ReportingCommand {

    @Parameters(
            index = "0",
            paramLabel = "STACK",
            description = "${COMPLETION-CANDIDATES}",
            completionCandidates = Names.class)
    private AccessStack stack = AccessStack.RECOVERY;

    static final class Names implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return List.of("recovery", "replica", "primary").iterator();
        }
    }

    AccessCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer answer(Progress progress) {
        var template = new AccessStacks(application()).template(stack);
        return new Answer(
                Map.of("template", template),
                List.of(),
                0,
                screen -> screen.terminal().out().print(template));
    }
}
