/**
 * Files of named tensors in the safetensors format.
 *
 * <p>In: arrays with names and shapes. Out: a file, and back. Guaranteed: a file is replaced only by a complete one; a
 * damaged, cut off or foreign file is refused when it is opened.
 */
package org.dlm.runtime.safetensors;
