/**
 * What a compiled model is, and the values of its tensors.
 *
 * <p>In: descriptions that generated classes build. Out: ports, shapes and weights by path. Guaranteed: descriptions are
 * immutable; weights are either one trainer's own or shared and immutable; a file that does not fit changes nothing.
 */
package org.dlm.runtime.model;
