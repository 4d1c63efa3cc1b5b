package org.dlm.compiler.schedule;

import java.util.function.Function;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;

/**
 * One register of a tile: where it stands.
 *
 * @param places of the variables: its own along the axes of the tile, the variables themselves along the others
 */
record TileCell(Function<Variable, Place> places) {
    Place place(Variable variable) {
        return places.apply(variable);
    }

    Place place(Place at) {
        return at.substitute(places);
    }
}
