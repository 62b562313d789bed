package io.sistership.model;

/// What a person wrote can't be used: file, line and column (from 1; 0 where there is none), and
/// what to write instead.
public final class ConfigurationException extends SistershipException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int column;

    /// @param message without the place: the exception puts it in front
    public ConfigurationException(String file, int line, int column, String message, String fix) {
        super(
                FailureKind.USAGE,
                "configuration",
                line == 0
                        ? file + ": " + message
                        : file + ":" + line + ":" + column + ": " + message,
                fix);
        this.file = file;
        this.line = line;
        this.column = column;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
