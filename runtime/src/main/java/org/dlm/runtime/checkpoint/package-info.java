/**
 * Runs that can be interrupted.
 *
 * <p>In: the values and the progress of a run after an epoch. Out: the same, later. Guaranteed: a run that goes on from a
 * checkpoint equals the uninterrupted one bit for bit; a damaged, foreign or unfitting file changes nothing.
 */
package org.dlm.runtime.checkpoint;
