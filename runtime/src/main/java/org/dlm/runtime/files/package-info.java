/**
 * Files that are written as a whole, and folders that one process writes to.
 *
 * <p>In: names and contents. Out: files. Guaranteed: a file has its old contents or its new ones, whatever happens in between; what
 * a killed process left is told from what is being written.
 */
package org.dlm.runtime.files;
