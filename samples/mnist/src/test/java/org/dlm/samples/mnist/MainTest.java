package org.dlm.samples.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    private Path folder;

    @Test
    void saved_weights_guess_as_the_network_that_saved_them() throws IOException {
        LeNet5 network = LeNet5.create(1);
        Path weights = folder.resolve("lenet5.safetensors");
        network.save(weights);
        float[] image = Picture.read(whiteBarOnBlack());

        Main.Guess saved = Main.guess(network, image);
        Main.Guess loaded = Main.guess(LeNet5.load(weights), image);

        assertEquals(saved, loaded);
        assertTrue(saved.probability() >= 0.1f, "the largest of ten probabilities is at least their mean: " + saved);
    }

    @Test
    void a_picture_is_scaled_to_grey_levels_of_28_by_28() throws IOException {
        float[] image = Picture.read(whiteBarOnBlack());

        assertEquals(28 * 28, image.length);
        assertEquals(0f, image[14 * 28 + 2], "left of the bar");
        assertEquals(1f, image[14 * 28 + 14], "on the bar");
    }

    private Path whiteBarOnBlack() throws IOException {
        BufferedImage picture = new BufferedImage(280, 280, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(120, 40, 40, 200);
        graphics.dispose();
        Path file = folder.resolve("one.png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}
