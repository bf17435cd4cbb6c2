@Database(app = "classes")
package com.example.classes;

import dev.tidemark.annotation.Database;
