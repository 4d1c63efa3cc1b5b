package org.dlm.runtime.train;

import java.util.Map;

/**
 * What is known before the first step.
 *
 * @param epochs number of epochs of the whole run
 * @param firstEpoch the epoch that comes first: 0, or where a resumed run goes on
 * @param stepsPerEpoch number of steps in an epoch
 * @param splits number of examples of each split
 */
public record TrainingStart(int epochs, int firstEpoch, int stepsPerEpoch, Map<String, Integer> splits) {}
