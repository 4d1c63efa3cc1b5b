package org.dlm.runtime.data;

/**
 * How a csv file is written.
 *
 * @param header whether its first row names the columns
 * @param separator between cells
 */
record CsvForm(boolean header, char separator) {}
