package org.dlm.samples.mnist;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Reads pictures of any size as the network wants them: 28 x 28 grey levels in 0 .. 1, a light digit on dark ground. */
final class Picture {
    static final int SIDE = 28;

    private Picture() {}

    static float[] read(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        if (picture == null) {
            throw new IOException(file + " is not a picture that Java can read (PNG, JPEG, GIF, BMP)");
        }
        return greyLevels(scaled(picture));
    }

    private static BufferedImage scaled(BufferedImage picture) {
        BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, SIDE, SIDE, null);
        graphics.dispose();
        return small;
    }

    private static float[] greyLevels(BufferedImage grey) {
        int[] levels = grey.getRaster().getSamples(0, 0, SIDE, SIDE, 0, new int[SIDE * SIDE]);
        float[] image = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            image[i] = levels[i] / 255f;
        }
        return image;
    }
}
