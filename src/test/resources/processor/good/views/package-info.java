@Database(app = "views", schema = "shop")
package com.example.views;

import dev.tidemark.annotation.Database;
