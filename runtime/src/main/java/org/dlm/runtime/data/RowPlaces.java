package org.dlm.runtime.data;

/** Says where an example is in what was read, for messages. */
@FunctionalInterface
public interface RowPlaces {
    /** Where there are no lines: {@code at example 12}. */
    RowPlaces BY_NUMBER = example -> "at example " + example;

    /** The place of an example, counted from 0, such as {@code in line 7}. */
    String place(int example);
}
