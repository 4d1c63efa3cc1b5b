package org.dlm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Standard output that knows why it fails, which a {@code PrintStream} keeps to itself. Where its reader is gone, as after
 * {@code dlmc predict ... | head}, nobody wants to hear of it; any other failure, such as a full disk, is one of the command.
 */
final class StandardOutput extends OutputStream {
    /** What the C library calls the error EPIPE where it speaks English. */
    private static final String BROKEN_PIPE = "Broken pipe";

    /** As a shell reports a process that SIGPIPE (13) ended. */
    static final int READER_GONE = Signals.OFFSET + 13;

    private final OutputStream target;
    private final Runnable readerGone;
    private volatile Optional<IOException> failure = Optional.empty();

    /** @param readerGone done once, when the reader is gone */
    StandardOutput(OutputStream target, Runnable readerGone) {
        this.target = target;
        this.readerGone = readerGone;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            target.write(bytes, from, count);
        } catch (IOException problem) {
            fail(problem);
            throw problem;
        }
    }

    private void fail(IOException problem) {
        if (failure.isEmpty()) {
            failure = Optional.of(problem);
            if (isReaderGone()) {
                readerGone.run();
            }
        }
    }

    private boolean isReaderGone() {
        return failure.map(Throwable::getMessage)
                .filter(message -> message.contains(BROKEN_PIPE))
                .isPresent();
    }

    /** The exit code of a command that itself ended with {@code code}; what else is to be said goes to {@code console}. */
    int codeAfter(int code, Console console) {
        if (failure.isEmpty()) {
            return code;
        }
        if (isReaderGone()) {
            return READER_GONE;
        }
        console.complain(
                "cannot write the results to standard output: " + failure.get().getMessage());
        return code == ExitCode.GOOD ? ExitCode.MODEL_OR_DATA : code;
    }
}
