package org.dlm.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Words {
    private Words() {}

    /** {@code 1 error}, {@code 2 errors}. */
    static String count(long number, String noun) {
        return whole(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 12,345}. */
    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 12.3 KiB}. */
    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        double scaled = bytes / 1024.0;
        for (String unit : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            if (scaled < 1024) {
                return String.format(Locale.ROOT, "%.1f %s", scaled, unit);
            }
            scaled /= 1024;
        }
        return String.format(Locale.ROOT, "%.1f PiB", scaled);
    }

    /** As {@code -Xmx} takes it, in whole megabytes: {@code 1536m}; enough for so many bytes. */
    static String heapOption(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + "m";
    }

    /** Four significant digits: {@code 0.02315}, {@code 1.200e-05}. */
    static String number(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (size == 0) {
            return "0";
        }
        if (size >= 1e-3 && size < 1e5) {
            int digits = size < 1 ? 5 : Math.max(0, 3 - (int) Math.log10(size));
            return String.format(Locale.ROOT, "%." + digits + "f", value);
        }
        return String.format(Locale.ROOT, "%.3e", value);
    }

    /** {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
    static String duration(long seconds) {
        long hours = seconds / 3600;
        String tail = String.format(Locale.ROOT, "%02d", seconds % 60);
        return hours == 0
                ? seconds / 60 + ":" + tail
                : hours + ":" + String.format(Locale.ROOT, "%02d", seconds / 60 % 60) + ":" + tail;
    }
}
