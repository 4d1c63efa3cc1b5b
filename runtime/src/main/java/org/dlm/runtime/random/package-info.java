/**
 * Random numbers and random orders.
 *
 * <p>In: a seed, a step, a place and an element. Out: a number. Guaranteed: equal in gives equal out, on every machine and
 * with any number of threads; no state anywhere.
 */
package org.dlm.runtime.random;
