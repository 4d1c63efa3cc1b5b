/**
 * Arrays for intermediate values.
 *
 * <p>In: the length that the compiler's memory plan came to. Out: an array of zeros. Guaranteed: one that cannot fit is
 * refused with the numbers and what to change, before the JVM runs out of memory.
 */
package org.dlm.runtime.memory;
