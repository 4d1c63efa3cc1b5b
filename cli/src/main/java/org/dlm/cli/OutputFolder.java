package org.dlm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.checkpoint.RunFolder;

/**
 * Where a training writes to, and what becomes of an earlier training there: it goes on, or it is in the way, unless the user gives
 * it up. So no checkpoint of one run is ever taken for another one's.
 *
 * @param out the folder that the user named
 * @param resume the folder or checkpoint that the run goes on from
 * @param overwrite whether an earlier training may be deleted
 * @param usual the folder where nobody names one
 */
record OutputFolder(Optional<Path> out, Optional<Path> resume, boolean overwrite, Path usual) {
    Path path() {
        return out.or(this::resumed).orElse(usual);
    }

    /** The folder whose run goes on: a checkpoint of another name is a copy, and what run the folder holds is not known. */
    private Optional<Path> resumed() {
        return resume.filter(given -> !isCopy(given)).map(OutputFolder::folderOf);
    }

    private static Path folderOf(Path given) {
        return Files.isDirectory(given) ? given : given.toAbsolutePath().getParent();
    }

    private static boolean isCopy(Path given) {
        return Files.isRegularFile(given) && !given.endsWith(Checkpoint.FILE_NAME);
    }

    /** Refuses what {@link #open} or {@link #begin} would refuse, before any data are read. */
    void check() {
        if (out.isEmpty() && resume.filter(OutputFolder::isCopy).isPresent()) {
            throw new UsageException("the checkpoint " + resume.get() + " is not the one that a run writes, "
                    + Checkpoint.FILE_NAME + ", so it belongs to no folder; say with --out DIR where the run goes on");
        }
        Path folder = path();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("the output folder " + folder + " is a file; choose another one with --out DIR");
        }
        if (!overwrite && !goesOn() && RunFolder.holdsRun(folder)) {
            throw new UsageException("the folder " + folder + " holds an earlier training: go on with it by --resume "
                    + folder + ", replace it by --overwrite, or choose another folder with --out DIR");
        }
    }

    private boolean goesOn() {
        return resumed()
                .filter(folder -> folder.toAbsolutePath()
                        .normalize()
                        .equals(path().toAbsolutePath().normalize()))
                .isPresent();
    }

    /** Holds the folder; another training may have ended there since {@link #check}. */
    RunFolder open() {
        RunFolder folder = RunFolder.open(path());
        boolean isFree = false;
        try {
            check();
            isFree = true;
            return folder;
        } finally {
            if (!isFree) {
                folder.close();
            }
        }
    }

    /** Gives the folder to the new run, right before its first step. */
    void begin(RunFolder folder) {
        if (!goesOn()) {
            folder.clear();
        }
    }
}
