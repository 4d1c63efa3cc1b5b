/**
 * A program that embeds a network generated from {@code src/main/dlm}.
 *
 * <p>In: a file of weights that {@code dlmc train} wrote, and a picture. Out: a digit and its probability.
 */
package org.dlm.samples.mnist;
