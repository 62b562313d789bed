package io.sistership.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/// Makes commands, giving each the terminal it writes to.
final class CommandFactory implements IFactory {

    private final IFactory standard = CommandLine.defaultFactory();
    private final Terminal terminal;

    CommandFactory(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (ReportingCommand.class.isAssignableFrom(type)) {
            return type.getDeclaredConstructor(Terminal.class).newInstance(terminal);
        }
        return standard.create(type);
    }
}
