package org.dlm.runtime.train;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dlm.runtime.problem.StoredFileException;

/** The lines of a log that a run which goes on leaves as they are. */
final class LoggedSteps implements AutoCloseable {
    /** Longer than any line of a log. */
    private static final int LONGEST = 1000;

    private final InputStream in;
    private final StringBuilder line = new StringBuilder();
    private boolean isComplete;

    private LoggedSteps(InputStream in) {
        this.in = in;
    }

    /**
     * How many bytes from the beginning of a log hold its header and the lines of all steps up to some step. A line that was cut
     * off is none.
     */
    static long bytesUpTo(Path file, String header, long step) throws IOException {
        try (LoggedSteps log = new LoggedSteps(new BufferedInputStream(Files.newInputStream(file)))) {
            log.readLine();
            if (log.line.isEmpty() && !log.isComplete) {
                // a run that was refused before its start left an empty file
                return 0;
            }
            if (!log.line.toString().equals(header)) {
                throw new StoredFileException(file + " is not the log of a training: its first line is not " + header
                        + "; choose another file with --log, or take it away");
            }
            long bytes = 0;
            while (log.isComplete && log.step() <= step) {
                bytes += log.line.length() + 1;
                log.readLine();
            }
            return bytes;
        }
    }

    private void readLine() throws IOException {
        line.setLength(0);
        isComplete = false;
        int next = in.read();
        while (next >= 0 && next != '\n' && line.length() < LONGEST) {
            line.append((char) next);
            next = in.read();
        }
        isComplete = next == '\n';
    }

    /** The step of the line; 0 for the header, and none that any run reaches for what is no line of a log. */
    private long step() {
        String first = line.substring(0, Math.max(0, line.indexOf(",")));
        return first.equals("step") ? 0 : first.matches("[0-9]{1,18}") ? Long.parseLong(first) : Long.MAX_VALUE;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
